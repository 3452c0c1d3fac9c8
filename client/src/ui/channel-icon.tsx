import { ListTodo, Mail, MessageCircle, MessagesSquare, Phone, Video, type LucideIcon } from 'lucide-react';
import { memo } from 'react';
import type { Channel } from '@floorwalk/shared/kit/channel';
import { t } from '../messages/text.ts';

const ICONS: Record<Channel, LucideIcon> = {
  voice: Phone,
  chat: MessagesSquare,
  message: MessageCircle,
  email: Mail,
  video: Video,
  task: ListTodo,
};

export const ChannelIcon = memo(function ChannelIcon({ channel }: { readonly channel: Channel }) {
  const Icon = ICONS[channel];
  return <Icon className="channel-icon" size={13} role="img" aria-label={t(`channel.${channel}`)} />;
});
